"""Strict local doubles of the DNS providers' control planes: what the real services refuse, these refuse.

They share no code with Zonal. `server` carries HTTP, the log and the control endpoint; `faults` spoils chosen requests;
one module per provider knows its rules.
"""
