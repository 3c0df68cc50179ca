-- number.lua : whole numbers in our hashes. A value that is none counts as 0, and so no script dies of it behind its first write.
-- A script that writes takes it out, and keeps it in the hash 'broken', by the name of its place: the next round of duties reports it.
local function isWhole(said) return string.match(said, '^%-?%d+$') and #said < 16 end
local function numberIn(hash, field)
  local said = redis.call('HGET', hash, field)
  return said and isWhole(said) and tonumber(said) or 0
end
local function mended(hash, field)
  local said = redis.call('HGET', hash, field)
  if not said then return 0 end
  if isWhole(said) then return tonumber(said) end
  redis.call('HSET', broken, string.sub(hash, #p + 1) .. ' ' .. field, said)
  redis.call('HDEL', hash, field)
  return 0
end
local function raise(hash, field, by)
  local to = mended(hash, field) + by
  redis.call('HSET', hash, field, string.format('%.0f', to))
  return to
end
-- tokens only grow, so a lost one cannot be mended here
local function nextToken()
  local token = redis.pcall('INCR', p .. 'turnout:token')
  if type(token) == 'table' then
    error('TURNOUT-0415 the key ' .. p .. 'turnout:token holds no whole number; nothing was claimed. Set it above every token'
      .. ' in ' .. lease)
  end
  return token
end
