-- obeyed.lua : who obeys the routes as they are now, and what is still on its way of some tasks. Read only.
-- KEYS prefix | ARGV task addresses (none: all)
-- Answers now, epoch, its mark, workers {id, obeys, fields …} that live, number of reserved jobs of these tasks, when the async pool last
-- claimed one and last started one, in µs (-1: never, or nobody has said so)
-- 0 does not obey · 1 obeys
-- include lib/keys.lua
-- include lib/alive.lua
-- include lib/epoch.lua
local AT_ONCE = 500
local meant = {}
for _, one in ipairs(ARGV) do meant[one] = true end
local pool = {}
for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
  if workerLives(id) then
    local said = redis.call('HMGET', worker(id), 'epoch', 'mark')
    local obeys = said[1] == tostring(epochNow()) and (said[2] or '') == markNow()
    pool[#pool + 1] = {id, obeys and 1 or 0, redis.call('HGETALL', worker(id))}
  end
end
local between, claim, start = 0, -1, -1
local function later(a, b) return math.max(a, tonumber(b or '') or -1) end
if #ARGV == 0 then
  between = redis.call('ZCARD', reserved)
  claim, start = later(-1, redis.call('HGET', lastOf, 'claim')), later(-1, redis.call('HGET', lastOf, 'start'))
else
  local ids = redis.call('ZRANGE', reserved, 0, -1)
  for i = 1, #ids, AT_ONCE do
    for _, one in ipairs(redis.call('HMGET', flight, unpack(ids, i, math.min(#ids, i + AT_ONCE - 1)))) do
      if not one or meant[one] then between = between + 1 end -- one whose task was lost counts for all
    end
  end
  for _, one in ipairs(ARGV) do
    claim = later(claim, redis.call('HGET', lastOf, 'claim ' .. one))
    start = later(start, redis.call('HGET', lastOf, 'start ' .. one))
  end
end
return {now, epochNow(), markNow(), pool, between, string.format('%.0f', claim), string.format('%.0f', start)}
