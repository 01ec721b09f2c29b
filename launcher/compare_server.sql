-- What a server has beside its databases, and what they are, as lines. (Also PostgreSQL 16 understands it.)
SELECT concat_ws(' ', 'role', rolname, to_jsonb(r) - 'oid' - 'rolname' - 'rolpassword', md5(rolpassword))
  FROM pg_authid r WHERE rolname !~ '^pg_'
UNION ALL
SELECT concat_ws(' ', 'member', member::regrole, 'of', roleid::regrole, admin_option, inherit_option, set_option,
                 'by', grantor::regrole)
  FROM pg_auth_members WHERE member >= 16384
UNION ALL
SELECT concat_ws(' ', 'setting', datname, 'of', nullif(setrole, 0)::regrole, setconfig)
  FROM pg_db_role_setting LEFT JOIN pg_database d ON d.oid = setdatabase
UNION ALL
SELECT concat_ws(' ', 'database', datname, 'of', datdba::regrole, encoding, datcollate, datctype, datconnlimit,
                 datistemplate)
  FROM pg_database WHERE datallowconn
UNION ALL
SELECT concat_ws(' ', 'right', 'database', datname, 'for', nullif(grantee, 0)::regrole, privilege_type, is_grantable)
  FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
  WHERE datallowconn AND privilege_type = ANY (%(privileges)s)
