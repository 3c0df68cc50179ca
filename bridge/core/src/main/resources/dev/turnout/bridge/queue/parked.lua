-- parked.lua : entries that workers have left alone and that still wait. Read only.
-- KEYS prefix | ARGV most
-- Answers now, then id, reason an entry
-- 0 entries: nothing is parked
-- include lib/keys.lua
local most, looked, cursor, seen = tonumber(ARGV[1]), 0, '0', {}
local reply = {now}
local function waits(id)
  for _, state in ipairs({'ENQUEUED', 'SCHEDULED', 'PROCESSING'}) do
    if redis.call('ZSCORE', queue(state), id) then return true end
  end
  return redis.call('ZSCORE', reserved, id)
end
repeat
  local page = redis.call('HSCAN', parked, cursor, 'COUNT', 100)
  cursor = page[1]
  for i = 1, #page[2], 2 do
    local id = page[2][i]
    looked = looked + 1
    if #reply < 1 + 2 * most and not seen[id] and waits(id) then
      seen[id] = true
      reply[#reply + 1] = id
      reply[#reply + 1] = page[2][i + 1]
    end
  end
until cursor == '0' or #reply >= 1 + 2 * most or looked >= 2000
return reply
