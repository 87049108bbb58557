"""Who may find a case, kept with its search entry by the database: from the case, its parties and the people named in it.

A search of common words then meets in the index what a person may see, instead of reading every case that has the words.
"""

from django.db import migrations

KEPT = """
CREATE FUNCTION cases_scope(bigint) RETURNS varchar[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY[
      '#' || c.kind, '=' || c.state, '/' || left(c.region_id, 2), '/' || left(c.region_id, 4), '/' || c.region_id,
      '@o' || c.owner_id
    ]::varchar[]
    || CASE WHEN c.confined THEN ARRAY[]::varchar[]
       ELSE ARRAY['@' || left(c.region_id, 2), '@' || left(c.region_id, 4), '@' || c.region_id]::varchar[] END
    || CASE WHEN c.public THEN ARRAY['@public']::varchar[] ELSE ARRAY[]::varchar[] END
    || ARRAY(SELECT DISTINCT ('@o' || p.organisation_id)::varchar FROM cases_caseparty p
             WHERE p.case_id = c.id AND p.organisation_id <> c.owner_id)
    || ARRAY(SELECT DISTINCT ('@u' || n.user_id)::varchar FROM cases_caseperson n WHERE n.case_id = c.id)
  FROM cases_case c WHERE c.id = $1
$$;

UPDATE search_entry SET scope = cases_scope(case_id);

CREATE FUNCTION cases_scope_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.scope := coalesce(cases_scope(NEW.case_id), ARRAY[]::varchar[]);
  RETURN NEW;
END $$;
CREATE TRIGGER cases_scope_kept BEFORE INSERT OR UPDATE ON search_entry
  FOR EACH ROW EXECUTE FUNCTION cases_scope_entry();

CREATE FUNCTION cases_scope_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_entry SET scope = ARRAY[]::varchar[] WHERE case_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER cases_scope_follows AFTER UPDATE ON cases_case
  FOR EACH ROW WHEN ((OLD.state, OLD.region_id, OLD.owner_id, OLD.public, OLD.confined)
    IS DISTINCT FROM (NEW.state, NEW.region_id, NEW.owner_id, NEW.public, NEW.confined))
  EXECUTE FUNCTION cases_scope_case();

CREATE FUNCTION cases_scope_party() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE search_entry SET scope = ARRAY[]::varchar[] WHERE case_id = OLD.case_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE search_entry SET scope = ARRAY[]::varchar[] WHERE case_id = NEW.case_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER cases_scope_joins AFTER INSERT OR UPDATE OR DELETE ON cases_caseparty
  FOR EACH ROW EXECUTE FUNCTION cases_scope_party();
CREATE TRIGGER cases_scope_named AFTER INSERT OR UPDATE OR DELETE ON cases_caseperson
  FOR EACH ROW EXECUTE FUNCTION cases_scope_party();
"""

UNDO = """
DROP TRIGGER cases_scope_named ON cases_caseperson;
DROP TRIGGER cases_scope_joins ON cases_caseparty;
DROP FUNCTION cases_scope_party();
DROP TRIGGER cases_scope_follows ON cases_case;
DROP FUNCTION cases_scope_case();
DROP TRIGGER cases_scope_kept ON search_entry;
DROP FUNCTION cases_scope_entry();
DROP FUNCTION cases_scope(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_timeline_context"), ("search", "0002_scope")]
    operations = [migrations.RunSQL(KEPT, UNDO)]
