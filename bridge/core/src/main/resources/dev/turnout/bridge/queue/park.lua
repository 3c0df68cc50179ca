-- park.lua : keep the reason why an entry was left alone; the entry itself is not touched
-- KEYS prefix | ARGV most, then id reason an entry
-- Answers now, then a code an entry:
-- 1 kept · 0 the list is full
-- include lib/keys.lua
local reply = {now}
for i = 2, #ARGV, 2 do
  local room = redis.call('HEXISTS', parked, ARGV[i]) == 1 or redis.call('HLEN', parked) < tonumber(ARGV[1])
  if room then redis.call('HSET', parked, ARGV[i], ARGV[i + 1]) end
  reply[#reply + 1] = room and 1 or 0
end
return reply
