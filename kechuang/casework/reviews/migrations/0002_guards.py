"""What the database itself holds true of reviews: a score is taken in its phase alone and never changed, a lot is not
drawn twice, and who sits where, on what, by which criteria is settled when the panel is drawn.

The trigger reads the panel's state under a shared lock: a score that comes while the panel moves on waits, then sees
the new state and is refused.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION reviews_score_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  panel_state text;
BEGIN
  SELECT c.state INTO panel_state FROM reviews_seat s JOIN cases_case c ON c.id = s.panel_id
    WHERE s.case_ptr_id = NEW.seat_id FOR SHARE OF c;
  IF NEW.phase = 'blind' AND panel_state <> 'scoring' OR NEW.phase = 'final' AND panel_state <> 'final' THEN
    RAISE EXCEPTION 'a % score is not taken while the panel is in %', NEW.phase, panel_state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'score_in_its_phase';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reviews_score_in_its_phase BEFORE INSERT ON reviews_score
  FOR EACH ROW EXECUTE FUNCTION reviews_score_guard();

CREATE TRIGGER reviews_score_append_only BEFORE UPDATE OR DELETE ON reviews_score
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER reviews_receipt_append_only BEFORE UPDATE OR DELETE ON reviews_receipt
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER reviews_draw_append_only BEFORE UPDATE OR DELETE ON reviews_draw
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER reviews_skip_append_only BEFORE UPDATE OR DELETE ON reviews_skip
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER reviews_remark_append_only BEFORE UPDATE OR DELETE ON reviews_remark
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();
CREATE TRIGGER reviews_figure_append_only BEFORE UPDATE OR DELETE ON reviews_figure
  FOR EACH ROW EXECUTE FUNCTION cases_append_only();

CREATE FUNCTION reviews_seat_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.panel_id, NEW.expert_id, NEW.side, NEW.track, NEW.label, NEW.place)
     IS DISTINCT FROM (OLD.panel_id, OLD.expert_id, OLD.side, OLD.track, OLD.label, OLD.place) THEN
    RAISE EXCEPTION 'who sits where on a panel is settled by the draw' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reviews_seat_settled BEFORE UPDATE ON reviews_seat FOR EACH ROW EXECUTE FUNCTION reviews_seat_guard();

CREATE FUNCTION reviews_panel_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.subject_id, NEW.purpose, NEW.criteria, NEW.tracks, NEW.seats_wanted)
     IS DISTINCT FROM (OLD.subject_id, OLD.purpose, OLD.criteria, OLD.tracks, OLD.seats_wanted) THEN
    RAISE EXCEPTION 'what a panel reviews and by which criteria is settled when it is opened'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reviews_panel_settled BEFORE UPDATE ON reviews_panel FOR EACH ROW EXECUTE FUNCTION reviews_panel_guard();
"""

UNDO = """
DROP TRIGGER reviews_panel_settled ON reviews_panel;
DROP FUNCTION reviews_panel_guard();
DROP TRIGGER reviews_seat_settled ON reviews_seat;
DROP FUNCTION reviews_seat_guard();
DROP TRIGGER reviews_figure_append_only ON reviews_figure;
DROP TRIGGER reviews_remark_append_only ON reviews_remark;
DROP TRIGGER reviews_skip_append_only ON reviews_skip;
DROP TRIGGER reviews_draw_append_only ON reviews_draw;
DROP TRIGGER reviews_receipt_append_only ON reviews_receipt;
DROP TRIGGER reviews_score_append_only ON reviews_score;
DROP TRIGGER reviews_score_in_its_phase ON reviews_score;
DROP FUNCTION reviews_score_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("cases", "0005_confined")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
