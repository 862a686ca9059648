"""The partner sandbox: Dukcapil, BPJS Ketenagakerjaan, the bank, SMS gateway and mail server for demo and tests.

A process of its own that answers over real HTTP and SMTP with its own durable data. It stands for foreign systems,
so it shares no code and no table with the portal; `integrations.sandbox.control` talks to it from outside.
"""
