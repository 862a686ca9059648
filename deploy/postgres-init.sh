#!/bin/sh
# Runs once, on an empty data volume: the portal's own role, which is no superuser and owns only its database.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$JKP_DB_PASSWORD" --username postgres --dbname postgres <<'SQL'
CREATE ROLE jkp LOGIN PASSWORD :'password';
CREATE DATABASE jkp OWNER jkp;
SQL
