-- The version that an edit was begun on has a field of its own: it stood among the values of the space's form.
update drafts
set content = (content - 'formValues') || jsonb_build_object('version', (content #>> '{formValues,version}')::int)
where kind = 'edit' and content #>> '{formValues,version}' ~ '^[1-9][0-9]{0,8}$';
update drafts set content = content - 'formValues' where kind = 'edit' and content ? 'formValues';
