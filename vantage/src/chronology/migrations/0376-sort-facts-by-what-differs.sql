SELECT vantage_key_later('fact', 'fact_id', 'area');
SELECT vantage_key_later('fact_detail', 'fact_id', 'area');
SELECT vantage_key_later('fact_source', 'fact_id', 'record_id', 'version', 'area');
