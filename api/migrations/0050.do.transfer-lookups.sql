-- Without statistics, which an import has none of while it fills the map, the planner took this index for look-ups by the
-- source's id and read a whole kind for each.
drop index import_map_target;
create index import_map_target on import_map (target_id);
