-- As for records: spending is written from the facts, of which none is ever taken away.
ALTER TABLE spending DROP CONSTRAINT spending_area_fact_id_fkey;
