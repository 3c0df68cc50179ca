-- alive.lua : which servers and workers live, and what the legacy ones promise
local function serverLives(id)
  local said = redis.call('HGET', server(id), 'pollIntervalInSeconds')
  local beat = tonumber(redis.call('ZSCORE', updated, id) or 0)
  return beat >= now - (4 * (tonumber(said or '') or 15) + 10) * 1000000
end
-- drop-in: by its own mark in JobRunr's list; awaiting and guarded: by a key that expires; anything else is stock
local function levelOf(id)
  if redis.call('HEXISTS', server(id), 'turnout') == 1 then return 'drop-in' end
  return redis.call('HGET', p .. 'turnout:legacy:' .. id, 'level') == 'guarded' and 'guarded' or 'stock'
end
-- a worker is dead when neither a beat nor a renewal came for two of its leases
local function lastHeard(id)
  local said = redis.call('HMGET', worker(id), 'updated', 'renewed', 'lease')
  local last = math.max(tonumber(said[1] or '') or 0, tonumber(said[2] or '') or 0)
  return last, tonumber(said[3] or '') or 10000000
end
local function workerLives(id)
  local last, holds = lastHeard(id)
  return last >= now - 2 * holds
end
