-- look.lua : the state, version and body of a job. Read only.
-- KEYS prefix | ARGV id
-- Answers now, then nothing if there is no such job, or state, version, body. A reserved job counts as ENQUEUED.
-- 0 gone · 3 fields
-- include lib/keys.lua
local id = ARGV[1]
local body = redis.call('GET', job(id))
if not body then return {now} end
local v = redis.call('GET', version(id)) or ''
for _, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'DELETED'}) do
  if redis.call('ZSCORE', queue(state), id) then return {now, state, v, body} end
end
if redis.call('ZSCORE', reserved, id) then return {now, 'ENQUEUED', v, body} end
return {now}
