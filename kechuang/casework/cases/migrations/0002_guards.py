"""What the database itself holds true of cases: nothing points at a case that is not there, none is deleted, a version only
rises by one, and a timeline is never rewritten."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION cases_case_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a case is never deleted (case %)', OLD.number USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.number <> OLD.number OR NEW.kind <> OLD.kind THEN
    RAISE EXCEPTION 'the number and kind of a case never change (case %)', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'a state changes only through an action (case %)', OLD.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_case_guard BEFORE UPDATE OR DELETE ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_case_guard();

CREATE FUNCTION cases_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cases_timeline_append_only BEFORE UPDATE OR DELETE ON cases_timelineentry
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER cases_determination_append_only BEFORE UPDATE OR DELETE ON cases_casedetermination
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();

ALTER TABLE obligations_obligation ADD CONSTRAINT obligations_case_fk FOREIGN KEY (case_id) REFERENCES cases_case (id);
ALTER TABLE inbox_todo ADD CONSTRAINT inbox_todo_case_fk FOREIGN KEY (case_id) REFERENCES cases_case (id);
ALTER TABLE inbox_message ADD CONSTRAINT inbox_message_case_fk FOREIGN KEY (case_id) REFERENCES cases_case (id);
ALTER TABLE inbox_following ADD CONSTRAINT inbox_following_case_fk FOREIGN KEY (case_id) REFERENCES cases_case (id);
ALTER TABLE documents_document ADD CONSTRAINT documents_case_fk FOREIGN KEY (case_id) REFERENCES cases_case (id);
ALTER TABLE search_entry ADD CONSTRAINT search_case_fk FOREIGN KEY (case_id) REFERENCES cases_case (id);
"""

UNDO = """
ALTER TABLE search_entry DROP CONSTRAINT search_case_fk;
ALTER TABLE documents_document DROP CONSTRAINT documents_case_fk;
ALTER TABLE inbox_following DROP CONSTRAINT inbox_following_case_fk;
ALTER TABLE inbox_message DROP CONSTRAINT inbox_message_case_fk;
ALTER TABLE inbox_todo DROP CONSTRAINT inbox_todo_case_fk;
ALTER TABLE obligations_obligation DROP CONSTRAINT obligations_case_fk;
DROP TRIGGER cases_determination_append_only ON cases_casedetermination;
DROP TRIGGER cases_timeline_append_only ON cases_timelineentry;
DROP FUNCTION cases_append_only();
DROP TRIGGER cases_case_guard ON cases_case;
DROP FUNCTION cases_case_guard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("documents", "0001_initial"),
        ("inbox", "0001_initial"),
        ("obligations", "0001_initial"),
        ("search", "0001_initial"),
    ]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
