-- A group waits for no head for long: whoever holds one keeps that union waiting, not all that travel with it.
alter function books.append_group_v1 set lock_timeout = '100ms';
