"""What the database holds true of governance and plans: only members in office who attend vote, once and for good; no
meeting opens or concludes without its quorum; what was called, adopted, decided or evaluated is not rewritten."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION platforms_quorum(meeting bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE c.quorum WHEN 'two_thirds' THEN present.n * 3 >= total.n * 2 ELSE present.n * 2 > total.n END
  FROM platforms_meeting m
  JOIN platforms_council c ON c.case_ptr_id = m.council_id,
  LATERAL (SELECT count(*) AS n FROM platforms_councilmember p
           WHERE p.council_id = m.council_id AND m.held_on BETWEEN p.valid_from AND p.valid_to) total,
  LATERAL (SELECT count(*) AS n FROM platforms_attendance a JOIN platforms_councilmember p ON p.id = a.member_id
           WHERE a.meeting_id = m.case_ptr_id AND a.mode <> 'absent'
             AND m.held_on BETWEEN p.valid_from AND p.valid_to) present
  WHERE m.case_ptr_id = meeting
$$;

CREATE FUNCTION platforms_meeting_state_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT coalesce(platforms_quorum(NEW.id), false) THEN
    RAISE EXCEPTION 'meeting % has no quorum', NEW.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER platforms_meeting_state_guard BEFORE UPDATE OF state ON cases_case FOR EACH ROW
  WHEN (NEW.kind = 'platforms.meeting' AND NEW.state IN ('open', 'concluded') AND NEW.state <> OLD.state)
  EXECUTE FUNCTION platforms_meeting_state_guard();

CREATE FUNCTION platforms_meeting_of_item(item bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT meeting_id FROM platforms_agendaitem WHERE id = item
$$;

CREATE FUNCTION platforms_vote_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'a vote is never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM platforms_agendaitem i
    JOIN platforms_meeting m ON m.case_ptr_id = i.meeting_id
    JOIN cases_case k ON k.id = m.case_ptr_id AND k.state = 'open'
    JOIN platforms_attendance a ON a.meeting_id = m.case_ptr_id AND a.member_id = NEW.member_id AND a.mode <> 'absent'
    JOIN platforms_councilmember p ON p.id = NEW.member_id AND p.council_id = m.council_id
      AND m.held_on BETWEEN p.valid_from AND p.valid_to
    WHERE i.id = NEW.item_id
  ) THEN
    RAISE EXCEPTION 'only a member in office who attends votes, while the meeting is open' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER platforms_vote_guard BEFORE INSERT OR UPDATE OR DELETE ON platforms_vote
  FOR EACH ROW EXECUTE FUNCTION platforms_vote_guard();

CREATE FUNCTION platforms_agenda_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_in text;
BEGIN
  SELECT state INTO now_in FROM cases_case
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
  IF now_in = 'planned' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND now_in = 'open'
     AND (NEW.meeting_id, NEW.position, NEW.matter, NEW.title, NEW.motion)
       = (OLD.meeting_id, OLD.position, OLD.matter, OLD.title, OLD.motion)
     AND NEW.subject_id IS NOT DISTINCT FROM OLD.subject_id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the agenda of a meeting stands once it is called' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER platforms_agenda_guard BEFORE INSERT OR UPDATE OR DELETE ON platforms_agendaitem
  FOR EACH ROW EXECUTE FUNCTION platforms_agenda_guard();

CREATE FUNCTION platforms_attendance_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_in text;
DECLARE row_ platforms_attendance;
BEGIN
  row_ := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  SELECT state INTO now_in FROM cases_case WHERE id = row_.meeting_id;
  IF now_in NOT IN ('called', 'open') THEN
    RAISE EXCEPTION 'who attends is recorded between the call and the end of a meeting' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP <> 'INSERT' AND EXISTS (
    SELECT 1 FROM platforms_vote v WHERE v.member_id = OLD.member_id
      AND platforms_meeting_of_item(v.item_id) = OLD.meeting_id
  ) THEN
    RAISE EXCEPTION 'a member who has voted has attended' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN row_;
END $$;
CREATE TRIGGER platforms_attendance_guard BEFORE INSERT OR UPDATE OR DELETE ON platforms_attendance
  FOR EACH ROW EXECUTE FUNCTION platforms_attendance_guard();

CREATE FUNCTION platforms_resolution_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'a resolution is never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM platforms_agendaitem i JOIN platforms_meeting m ON m.case_ptr_id = i.meeting_id
    WHERE i.id = NEW.item_id AND i.outcome = 'adopted' AND i.matter = NEW.matter AND m.council_id = NEW.council_id
  ) THEN
    RAISE EXCEPTION 'a resolution rests on an item its council adopted' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER platforms_resolution_guard BEFORE INSERT OR UPDATE OR DELETE ON platforms_resolution
  FOR EACH ROW EXECUTE FUNCTION platforms_resolution_guard();

CREATE FUNCTION platforms_internal_rule_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.adopted_on IS NOT NULL AND
     (NEW.platform_id, NEW.field, NEW.edition, NEW.covers, NEW.text, NEW.adopted_on, NEW.in_force_on)
     IS DISTINCT FROM
     (OLD.platform_id, OLD.field, OLD.edition, OLD.covers, OLD.text, OLD.adopted_on, OLD.in_force_on) THEN
    RAISE EXCEPTION 'an adopted rule is never changed; a new edition replaces it' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER platforms_internal_rule_guard BEFORE UPDATE ON platforms_internalrule
  FOR EACH ROW EXECUTE FUNCTION platforms_internal_rule_guard();

CREATE FUNCTION platforms_target_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE adopted date;
DECLARE evaluated date;
DECLARE row_ platforms_target;
BEGIN
  row_ := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  SELECT adopted_on, evaluated_on INTO adopted, evaluated FROM platforms_yearplan WHERE case_ptr_id = row_.plan_id;
  IF adopted IS NOT NULL AND (TG_OP <> 'UPDATE' OR (NEW.plan_id, NEW.indicator, NEW.goal) <> (OLD.plan_id, OLD.indicator, OLD.goal)) THEN
    RAISE EXCEPTION 'the targets of an adopted plan stand' USING ERRCODE = 'restrict_violation';
  END IF;
  IF evaluated IS NOT NULL AND TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'what a self-evaluation found stands' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN row_;
END $$;
CREATE TRIGGER platforms_target_guard BEFORE INSERT OR UPDATE OR DELETE ON platforms_target
  FOR EACH ROW EXECUTE FUNCTION platforms_target_guard();
"""

UNDO = """
DROP TRIGGER platforms_target_guard ON platforms_target;
DROP FUNCTION platforms_target_guard();
DROP TRIGGER platforms_internal_rule_guard ON platforms_internalrule;
DROP FUNCTION platforms_internal_rule_guard();
DROP TRIGGER platforms_resolution_guard ON platforms_resolution;
DROP FUNCTION platforms_resolution_guard();
DROP TRIGGER platforms_attendance_guard ON platforms_attendance;
DROP FUNCTION platforms_attendance_guard();
DROP TRIGGER platforms_agenda_guard ON platforms_agendaitem;
DROP FUNCTION platforms_agenda_guard();
DROP TRIGGER platforms_vote_guard ON platforms_vote;
DROP FUNCTION platforms_vote_guard();
DROP FUNCTION platforms_meeting_of_item(bigint);
DROP TRIGGER platforms_meeting_state_guard ON cases_case;
DROP FUNCTION platforms_meeting_state_guard();
DROP FUNCTION platforms_quorum(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_newest"), ("platforms", "0003_governance_and_plans")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
