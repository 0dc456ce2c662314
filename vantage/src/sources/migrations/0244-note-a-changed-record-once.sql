DELETE FROM record_changed a USING record_changed b WHERE a.area = b.area AND a.record_id = b.record_id AND a.ctid > b.ctid;
ALTER TABLE record_changed ADD PRIMARY KEY (area, record_id);
