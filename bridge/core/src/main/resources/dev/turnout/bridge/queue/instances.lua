-- instances.lua : documents of jobs that have changed since then, a page of each state: among them are the last instances that a
-- legacy master has made. Read only.
-- KEYS prefix | ARGV since (µs) most of each state
-- Answers now, whole, then a body each:
-- 0 a state had more · 1 that is all
-- include lib/keys.lua
local reply = {now, 1}
for _, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'DELETED'}) do
  local ids = redis.call('ZREVRANGEBYSCORE', queue(state), '+inf', ARGV[1], 'LIMIT', 0, ARGV[2])
  if #ids == tonumber(ARGV[2]) then reply[2] = 0 end
  for _, id in ipairs(ids) do reply[#reply + 1] = redis.call('GET', job(id)) or '' end
end
return reply
