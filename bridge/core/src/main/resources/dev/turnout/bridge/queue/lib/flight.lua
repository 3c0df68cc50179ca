-- flight.lua : which jobs are in flight, and how many of each task. The two change together, so a job counts once however
-- often it is boarded, and is counted down once however it ends.
local function board(id, task)
  if redis.call('HSET', flight, id, task) == 1 then redis.call('HINCRBY', inflight, task, 1) end
end
local function land(id)
  local task = redis.call('HGET', flight, id)
  if task and redis.call('HDEL', flight, id) == 1 and redis.call('HINCRBY', inflight, task, -1) <= 0 then
    redis.call('HDEL', inflight, task)
  end
end
