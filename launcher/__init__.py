"""What `./run` does: the libraries, the database, the web server and the worker.

Only the standard library is used here, because these files run before the libraries are installed;
`prepare` alone needs psycopg and is run by the Python of `.venv`.
"""
