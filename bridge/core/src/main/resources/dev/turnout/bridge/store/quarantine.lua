-- quarantine.lua : take entries that nobody can read out of the index that holds them, so that no server stumbles over them. Their
-- keys stay as they are; where they stood and why they went is kept: <state> <score> <due> <reason>
-- KEYS prefix | ARGV id version body reason an entry; version and body as read, empty where there was none
-- Answers now, then a code an entry:
-- 1 put aside · 0 changed since it was read, or not there
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
local reply = {now}
for i = 1, #ARGV, 4 do
  local id, code = ARGV[i], 0
  if (redis.call('GET', version(id)) or '') == ARGV[i + 1] and (redis.call('GET', job(id)) or '') == ARGV[i + 2] then
    local scores = {}
    for _, state in ipairs(STATES) do scores[state] = redis.call('ZSCORE', queue(state), id) end
    local dueAt = redis.call('ZSCORE', due, id) or '0'
    local state = takeOut(id)
    if state then
      redis.call('HSET', quarantine, id, string.format('%s %.0f %.0f %s', state, tonumber(scores[state]), tonumber(dueAt), ARGV[i + 3]))
      redis.call('HDEL', parked, id)
      code = 1
    end
  end
  reply[#reply + 1] = code
end
return reply
