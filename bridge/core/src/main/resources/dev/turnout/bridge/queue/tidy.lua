-- tidy.lua : keep our own tables true where keys were lost, or where an older version of ours changed a job: jobs counted in
-- flight that nobody holds, jobs between the pools that no list names, reasons of jobs that are not waiting any more
-- KEYS prefix | ARGV cursor of the jobs in flight, cursor of the reasons, count (about so many are looked at)
-- Answers now, both cursors for the next call, number of jobs no longer counted, of jobs found between the pools, of reasons gone,
-- values in our hashes that were no numbers {place, value …}, each told once
-- 0 none
-- include lib/keys.lua
-- include lib/number.lua
-- include lib/flight.lua
-- include lib/drop.lua
local count, landed, found, gone = ARGV[3], 0, 0, 0
local function isIn(id, states)
  for _, state in ipairs(states) do
    if redis.call('ZSCORE', queue(state), id) then return true end
  end
  return false
end
local flying = redis.call('HSCAN', flight, ARGV[1], 'COUNT', count)
for i = 1, #flying[2], 2 do
  local id = flying[2][i]
  if not redis.call('ZSCORE', leases, id) and not redis.call('ZSCORE', reserved, id) and not isIn(id, {'PROCESSING'}) then
    local v = redis.call('GET', version(id))
    if v and not isIn(id, {'ENQUEUED', 'SCHEDULED', 'SUCCEEDED', 'FAILED', 'DELETED'}) then
      -- it had been reserved: as one whose reservation has lapsed, any worker puts it back
      redis.call('HSETNX', lease, id, '0:' .. v .. ':')
      redis.call('ZADD', reserved, now, id)
      found = found + 1
    else
      drop(id)
      landed = landed + 1
    end
  end
end
local counted = 0
for _, task in ipairs(redis.call('HKEYS', inflight)) do counted = counted + mended(inflight, task) end
if counted ~= redis.call('HLEN', flight) then
  redis.call('DEL', inflight)
  for _, task in ipairs(redis.call('HVALS', flight)) do redis.call('HINCRBY', inflight, task, 1) end
end
local reasons = redis.call('HSCAN', parked, ARGV[2], 'COUNT', count)
for i = 1, #reasons[2], 2 do
  local id = reasons[2][i]
  if not isIn(id, {'ENQUEUED', 'SCHEDULED', 'PROCESSING'}) and not redis.call('ZSCORE', reserved, id) then
    gone = gone + redis.call('HDEL', parked, id)
  end
end
local bad = redis.call('HGETALL', broken)
redis.call('DEL', broken)
return {now, flying[1], reasons[1], landed, found, gone, bad}
