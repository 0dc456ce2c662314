SELECT vantage_key_later('spending', 'spending_id', 'area');
