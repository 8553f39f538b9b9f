-- One notice tells of all that waits for a moderator; a title in it outlives the right to see it.
update notices set title = '' where kind = 'judgement';
