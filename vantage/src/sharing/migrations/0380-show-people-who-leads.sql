CREATE OR REPLACE FUNCTION begin_own_sight(v_area text, v_me uuid, v_purpose text, v_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_harms boolean;
BEGIN
  IF v_purpose <> 'own' OR NOT EXISTS (SELECT FROM person WHERE area = v_area AND person_id = v_me) THEN RETURN; END IF;
  PERFORM set_config('vantage.held', 'family-member', true), set_config('vantage.near_self', v_me::text, true);
  v_harms := harms(v_area, v_me, (v_now AT TIME ZONE 'Europe/London')::date);
  PERFORM set_config('vantage.may_self', 'name,said,likes-to-be-called,consent' || CASE WHEN v_harms THEN '' ELSE ',plan-lead,plan-step' END, true);
  PERFORM set_config('vantage.told', coalesce(string_agg(fact_id::text, ',') FILTER (WHERE NOT (v_harms AND locates)), ''), true),
    set_config('vantage.told_listed', coalesce(string_agg(fact_id::text, ',') FILTER (WHERE NOT v_harms), ''), true),
    set_config('vantage.told_whole', coalesce(string_agg(fact_id::text, ',') FILTER (WHERE NOT v_harms AND words), ''), true)
    FROM told_to(v_area, v_me, v_now);
END
$$;
COMMENT ON FUNCTION begin_own_sight(text, uuid, text, timestamptz) IS 'What a person may see of themselves: their names, their words, what they answered when asked for consent, who leads for them and the next steps that are for them alone, and the facts of which they are told. From whom somebody is protected sees neither who leads nor any step, is told of no fact that locates, and of others only that they happened.';
