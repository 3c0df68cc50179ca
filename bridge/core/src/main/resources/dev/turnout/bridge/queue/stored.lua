-- stored.lua : is there a queue under this prefix? Read only. What levers themselves write does not count.
-- KEYS prefix | ARGV none
-- Answers now, code
-- 1 JobRunr or an async worker has stored something · 0 nothing
-- include lib/keys.lua
local keys = {databaseVersion, metadata, created, p .. 'recurringjobs', workers, lease, lastOf, master, pollKnown, p .. 'turnout:token'}
for _, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'DELETED'}) do keys[#keys + 1] = queue(state) end
return {now, redis.call('EXISTS', unpack(keys)) > 0 and 1 or 0}
