-- flight.lua : which jobs are in flight, and how many of each task. The two change together, so a job counts once however
-- often it is boarded, and is counted down once however it ends. Where that makes room in a task that stood at its cap, those
-- who wait for it on other workers are told. Needs number.lua.
local function board(id, task)
  if redis.call('HSET', flight, id, task) == 1 then raise(inflight, task, 1) end
end
local function land(id)
  local task = redis.call('HGET', flight, id)
  if not task or redis.call('HDEL', flight, id) == 0 then return end
  local left = raise(inflight, task, -1)
  if left <= 0 then redis.call('HDEL', inflight, task) end
  local cap = tonumber(redis.call('HGET', caps, task) or redis.call('HGET', caps, '*') or '')
  if cap and left + 1 == cap then redis.call('PUBLISH', signal, 'work') end
end
