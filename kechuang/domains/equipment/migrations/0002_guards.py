"""What the database holds true of the use of equipment: no more hours than there are, none before it was acquired or after it
was retired, within one month; a row is never changed but struck out, once, and never deleted."""

from django.db import migrations

GUARDS = """
ALTER TABLE equipment_useperiod
  ADD CONSTRAINT equipment_use_within_a_month CHECK (date_trunc('month', day_from::timestamp) = date_trunc('month', day_to::timestamp)),
  ADD CONSTRAINT equipment_use_hours_of_its_times CHECK (starts_at IS NULL OR hours * 3600 <= extract(epoch FROM ends_at - starts_at)),
  ADD CONSTRAINT equipment_use_times_on_its_days CHECK (starts_at IS NULL OR (
    (starts_at AT TIME ZONE 'Asia/Shanghai')::date = day_from AND (ends_at AT TIME ZONE 'Asia/Shanghai')::date = day_to));

CREATE FUNCTION equipment_use_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bought date;
  gone date;
  span record;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a use is struck out, never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.struck_on IS NOT NULL THEN
      RAISE EXCEPTION 'a struck use is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.struck_on IS NULL OR to_jsonb(NEW) - 'struck_on' - 'struck_because' <> to_jsonb(OLD) - 'struck_on' - 'struck_because' THEN
      RAISE EXCEPTION 'a use is never changed; it is struck out and recorded anew' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  -- Whoever records a use of the same equipment at the same time waits, and then sees this one.
  SELECT acquired_on, retired_on INTO bought, gone FROM equipment_equipment WHERE case_ptr_id = NEW.equipment_id
    FOR NO KEY UPDATE;
  IF NEW.day_from < bought OR NEW.day_to > gone THEN
    RAISE EXCEPTION 'no use before the equipment was acquired or after it was retired' USING ERRCODE = 'check_violation';
  END IF;
  FOR span IN
    SELECT NEW.day_from AS a, NEW.day_to AS b UNION
    SELECT day_from, day_to FROM equipment_useperiod
      WHERE equipment_id = NEW.equipment_id AND struck_on IS NULL AND day_from <= NEW.day_from AND day_to >= NEW.day_to
  LOOP
    IF NEW.hours + coalesce((SELECT sum(hours) FROM equipment_useperiod WHERE equipment_id = NEW.equipment_id
        AND struck_on IS NULL AND day_from >= span.a AND day_to <= span.b), 0) > 24 * (span.b - span.a + 1) THEN
      RAISE EXCEPTION 'more than 24 hours a day from % to %', span.a, span.b USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER equipment_use_guard BEFORE INSERT OR UPDATE OR DELETE ON equipment_useperiod
  FOR EACH ROW EXECUTE FUNCTION equipment_use_guard();

CREATE FUNCTION equipment_service_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM equipment_useperiod WHERE equipment_id = NEW.case_ptr_id AND struck_on IS NULL
      AND (day_from < NEW.acquired_on OR day_to > NEW.retired_on)) THEN
    RAISE EXCEPTION 'equipment was in service on the days it was used' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER equipment_service_guard BEFORE UPDATE OF acquired_on, retired_on ON equipment_equipment FOR EACH ROW
  WHEN (NEW.acquired_on <> OLD.acquired_on OR NEW.retired_on IS DISTINCT FROM OLD.retired_on)
  EXECUTE FUNCTION equipment_service_guard();

CREATE FUNCTION equipment_search_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what a search of the register found is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER equipment_search_guard BEFORE UPDATE OR DELETE ON equipment_registersearch
  FOR EACH ROW EXECUTE FUNCTION equipment_search_guard();
CREATE TRIGGER equipment_hit_guard BEFORE UPDATE OR DELETE ON equipment_searchhit
  FOR EACH ROW EXECUTE FUNCTION equipment_search_guard();
"""

UNDO = """
DROP TRIGGER equipment_hit_guard ON equipment_searchhit;
DROP TRIGGER equipment_search_guard ON equipment_registersearch;
DROP FUNCTION equipment_search_guard();
DROP TRIGGER equipment_service_guard ON equipment_equipment;
DROP FUNCTION equipment_service_guard();
DROP TRIGGER equipment_use_guard ON equipment_useperiod;
DROP FUNCTION equipment_use_guard();
ALTER TABLE equipment_useperiod
  DROP CONSTRAINT equipment_use_within_a_month,
  DROP CONSTRAINT equipment_use_hours_of_its_times,
  DROP CONSTRAINT equipment_use_times_on_its_days;
"""


class Migration(migrations.Migration):
    dependencies = [("equipment", "0001_initial")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
