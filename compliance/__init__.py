"""Employers' duties: contribution bills, arrears, complaints, inspections, sanctions."""
