"""What the database itself holds true of notices: what was once said and posted stays, nobody objects to a notice that no
longer runs, and none is concluded over an open objection."""

from django.db import migrations

GUARDS = """
CREATE TRIGGER notices_content_append_only BEFORE UPDATE OR DELETE ON notices_noticecontent
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER notices_posting_append_only BEFORE UPDATE OR DELETE ON notices_posting
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();

CREATE FUNCTION notices_objection_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  SELECT state INTO found FROM cases_case WHERE id = NEW.notice_id FOR SHARE;
  IF found <> 'running' THEN
    RAISE EXCEPTION 'notice % no longer runs', NEW.notice_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notices_objection_guard BEFORE INSERT ON notices_objection
  FOR EACH ROW EXECUTE FUNCTION notices_objection_guard();

CREATE FUNCTION notices_conclude_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM notices_objection o JOIN cases_case c ON c.id = o.case_ptr_id
    WHERE o.notice_id = NEW.id AND c.state IN ('filed', 'acknowledged', 'accepted')
  ) THEN
    RAISE EXCEPTION 'notice % has an open objection', NEW.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notices_conclude_guard BEFORE UPDATE ON cases_case FOR EACH ROW
  WHEN (NEW.kind = 'notices.notice' AND NEW.state = 'concluded' AND OLD.state <> 'concluded')
  EXECUTE FUNCTION notices_conclude_guard();
"""

UNDO = """
DROP TRIGGER notices_conclude_guard ON cases_case;
DROP FUNCTION notices_conclude_guard();
DROP TRIGGER notices_objection_guard ON notices_objection;
DROP FUNCTION notices_objection_guard();
DROP TRIGGER notices_posting_append_only ON notices_posting;
DROP TRIGGER notices_content_append_only ON notices_noticecontent;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("cases", "0002_guards")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
