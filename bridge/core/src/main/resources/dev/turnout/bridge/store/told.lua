-- told.lua : read JobRunr's metadata. Read only.
-- KEYS prefix | ARGV exactly (1) or all that begin with it (0), id
-- Answers now, then a list of fields and values a piece
-- 0 none
-- include /dev/turnout/bridge/queue/lib/keys.lua
local key = p .. 'metadata:' .. ARGV[2]
if ARGV[1] == '1' then
  local said = redis.call('HGETALL', key)
  return #said > 0 and {now, said} or {now}
end
local reply = {now}
for _, other in ipairs(redis.call('SMEMBERS', metadata)) do
  if string.sub(other, 1, #key) == key then
    local said = redis.call('HGETALL', other)
    if #said > 0 then reply[#reply + 1] = said end
  end
end
return reply
