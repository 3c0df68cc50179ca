-- stats.lua : how many jobs, definitions and servers there are, from one moment. Read only.
-- KEYS prefix | ARGV none
-- Answers now, scheduled, enqueued, processing, failed, succeeded, deleted, succeeded of all time, recurring, servers
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
local reply = {now}
for _, state in ipairs({'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'FAILED', 'SUCCEEDED', 'DELETED'}) do
  reply[#reply + 1] = redis.call('ZCARD', queue(state))
end
reply[#reply + 1] = tonumber(redis.call('HGET', succeeded, 'value') or '') or 0
reply[#reply + 1] = redis.call('SCARD', recurrings)
reply[#reply + 1] = redis.call('ZCARD', updated)
return reply
