-- setup.lua : what a provider does when it starts: the all-time counter is there, and entries that were put aside because nobody
-- could read them are offered again, for whoever starts may be newer. Those without a body stay where they are.
-- KEYS prefix | ARGV none
-- Answers now, number of entries that were offered again
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
redis.call('HSETNX', succeeded, 'value', 0)
local back = 0
local said = redis.call('HGETALL', quarantine)
for i = 1, #said, 2 do
  local id = said[i]
  local state, score, dueAt = string.match(said[i + 1], '^(%u+) (%d+) (%d+) ')
  if state and redis.call('EXISTS', job(id)) == 1 then
    local elsewhere = false
    for _, other in ipairs(STATES) do elsewhere = elsewhere or redis.call('ZSCORE', queue(other), id) end
    if not elsewhere then
      redis.call('ZADD', queue(state), score, id)
      if state == 'SCHEDULED' then redis.call('ZADD', due, dueAt, id) end
      back = back + 1
    end
    redis.call('HDEL', quarantine, id)
  end
end
return {now, back}
