SELECT vantage_key_later('link', 'link_id', 'area');
SELECT vantage_key_later('joining', 'joining_id', 'area');
SELECT vantage_key_later('person_detail', 'detail_id', 'area');
SELECT vantage_key_later('makeup', 'makeup_id', 'area');
