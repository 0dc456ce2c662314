SELECT vantage_index_later('record_factors', 'record',
  'CREATE INDEX record_factors ON record ((content ->> ''cinf_assessment_id''), agency) WHERE kind = ''ssd.assessment_factors''',
  'For what an assessment found: such a record mentions nobody.');
