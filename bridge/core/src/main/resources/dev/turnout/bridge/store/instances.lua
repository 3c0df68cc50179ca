-- instances.lua : whether a recurring job has an instance in some states, and the latest time that one of them was to run. Read only.
-- KEYS prefix | ARGV recurring id, then states
-- Answers now, then a code, the latest time in µs (0: not known), number of instances that we know
-- 1 there is one · 0 there is none
-- include /dev/turnout/bridge/queue/lib/keys.lua
-- include /dev/turnout/bridge/queue/lib/flight.lua
-- include /dev/turnout/bridge/queue/lib/drop.lua
-- include lib/places.lua
local rid, code, latest, known = ARGV[1], 0, 0, 0
local members = redis.call('ZREVRANGE', instances(rid), 0, 199, 'WITHSCORES')
for i = 2, #ARGV do
  if redis.call('SISMEMBER', marker(ARGV[i]), rid) == 1 then code = 1 end
  for j = 1, #members, 2 do
    if redis.call('ZSCORE', queue(ARGV[i]), members[j]) then
      code, known = 1, known + 1
      latest = math.max(latest, tonumber(members[j + 1]))
    end
  end
end
return {now, code, latest, known}
