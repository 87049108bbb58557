"""Contribution shares of an achievement sum to the whole, and ownership in force on a day never exceeds it, at commit."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION achievements_contributions_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one bigint;
  total bigint;
BEGIN
  FOREACH one IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.achievement_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.achievement_id END] LOOP
    CONTINUE WHEN one IS NULL;
    SELECT sum(share) INTO total FROM achievements_completer WHERE achievement_id = one;
    IF total IS NOT NULL AND total <> 1000000 THEN
      RAISE EXCEPTION 'contribution shares of achievement % sum to % millionths', one, total USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER achievements_contributions_whole AFTER INSERT OR UPDATE OR DELETE ON achievements_completer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION achievements_contributions_whole();

CREATE FUNCTION achievements_ownership_within_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  day date;
BEGIN
  SELECT one.valid_from INTO day FROM achievements_ownershipshare one WHERE one.achievement_id = NEW.achievement_id AND (
    SELECT sum(other.share) FROM achievements_ownershipshare other WHERE other.achievement_id = one.achievement_id
      AND other.valid_from <= one.valid_from AND (other.valid_to IS NULL OR other.valid_to >= one.valid_from)) > 1000000 LIMIT 1;
  IF day IS NOT NULL THEN
    RAISE EXCEPTION 'more than the whole of achievement % is owned on %', NEW.achievement_id, day USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER achievements_ownership_within_whole AFTER INSERT OR UPDATE ON achievements_ownershipshare
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION achievements_ownership_within_whole();
"""

UNDO = """
DROP TRIGGER achievements_ownership_within_whole ON achievements_ownershipshare;
DROP FUNCTION achievements_ownership_within_whole();
DROP TRIGGER achievements_contributions_whole ON achievements_completer;
DROP FUNCTION achievements_contributions_whole();
"""


class Migration(migrations.Migration):
    dependencies = [("achievements", "0001_initial")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
