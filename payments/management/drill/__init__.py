"""The fault drill: real workers, a real broker, a real database and a bank over HTTP, and what goes wrong with them."""
