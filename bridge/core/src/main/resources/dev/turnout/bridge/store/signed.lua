-- signed.lua : signatures of the jobs in some states. Read only. A set goes when its state is empty; until then it may hold more
-- than there is, as JobRunr's own.
-- KEYS prefix | ARGV states
-- Answers now, then the signatures, each once a state
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
local reply = {now}
for _, state in ipairs(ARGV) do
  for _, signature in ipairs(redis.call('SMEMBERS', signatures(state))) do reply[#reply + 1] = signature end
end
return reply
