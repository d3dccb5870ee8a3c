"""Puts the parts together: settings, command line, the way of one fax, jobs, the daemon. Imports everything."""
