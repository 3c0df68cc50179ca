-- rights.lua : which commands of a storage provider's scripts its Redis user may not run. A script that is refused a command in its
-- middle leaves half a change, so they are asked for before the first one. Nothing is changed: the one key is a text while the others
-- are called, and refuse it. Without keys.lua, which reads the time already.
-- KEYS prefix | ARGV none
-- Answers the missing ones, in small letters, each with its colon and what is refused where that is not the command itself
-- 0 none
local p = KEYS[1]
local probe, signal = p .. 'turnout:probe', p .. 'turnout:signal'
local missing = {}
local function try(...)
  local said = redis.pcall(...)
  local err = type(said) == 'table' and said.err or ''
  if string.find(err, 'NOPERM', 1, true) or string.find(err, "user executing the script can't", 1, true)
    or string.find(err, 'ACL failure', 1, true) then
    local what = string.find(err, 'channel', 1, true) and ': the channel ' .. signal
      or string.find(err, ' key', 1, true) and ': the key ' .. probe or ''
    missing[#missing + 1] = string.lower((...)) .. what
  end
end
try('DEL', probe)
try('SET', probe, 'probe')
try('TIME')
try('EXISTS', probe)
try('GET', probe)
try('HDEL', probe, 'a')
try('HEXISTS', probe, 'a')
try('HGET', probe, 'a')
try('HGETALL', probe)
try('HINCRBY', probe, 'a', 0)
try('HLEN', probe)
try('HMGET', probe, 'a')
try('HSCAN', probe, 0)
try('HSET', probe, 'a', 'b')
try('HSETNX', probe, 'a', 'b')
try('HVALS', probe)
try('PUBLISH', signal, 'work')
try('SADD', probe, 'a')
try('SCARD', probe)
try('SISMEMBER', probe, 'a')
try('SMEMBERS', probe)
try('SREM', probe, 'a')
try('ZADD', probe, 1, 'a')
try('ZCARD', probe)
try('ZMSCORE', probe, 'a')
try('ZRANGE', probe, 0, 0)
try('ZRANGEBYSCORE', probe, 0, 0)
try('ZRANK', probe, 'a')
try('ZREM', probe, 'a')
try('ZREVRANGE', probe, 0, 0)
try('ZREVRANGEBYSCORE', probe, 0, 0)
try('ZSCORE', probe, 'a')
try('DEL', probe)
return missing
