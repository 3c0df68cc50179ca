-- lever.lua : what every change of routes asks before it is made, whichever verb makes it. Needs alive.lua and filters.lua before it.
local CANDIDATES = 5
local REMEMBERED = 30 * 86400 * 1000000
-- a list behind what is there; unpack fails beyond some thousands, and after a change that would be too late
local function joined(reply, list)
  for _, value in ipairs(list) do reply[#reply + 1] = value end
  return reply
end
local function shareOf(record)
  local share = tonumber(string.match(record or '', '^%d+') or '') or 0
  return share <= 100 and share or 0
end
-- the record that binds a task: its own, else its group's, else that of all
local function routeBefore(one)
  local own = redis.call('HGET', routes, one)
  local group = not own and redis.call('HGET', groups, one)
  return own or group and redis.call('HGET', routes, '@' .. group) or redis.call('HGET', routes, '*') or ''
end
local function knows(id, one) return redis.call('SISMEMBER', worker(id) .. ':tasks', one) == 1 end
-- whether anything ever knew the task: its name is no slip then
local function isKnown(one)
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    if knows(id, one) then return true end
  end
  return redis.call('HEXISTS', routes, one) == 1 or redis.call('HEXISTS', groups, one) == 1
    or redis.call('HEXISTS', inflight, one) == 1 or redis.call('HEXISTS', lastOf, 'claim ' .. one) == 1
    or redis.call('SISMEMBER', todos, ':' .. one) == 1
end
-- jobs carry the name of the facade; somebody who names its twin means the facade, unless the twin is a task of its own
local function facade(one)
  local name, parameters = string.match(one, '^(.+)Async(%(.*%))$')
  return name and not isKnown(one) and isKnown(name .. parameters) and name .. parameters or one
end
-- known tasks of that class and method, whatever their parameters
local function candidates(one)
  local stem = string.gsub(string.match(one, '^[^(]*') or one, 'Async$', '') .. '('
  local found, told = {}, {}
  local function look(names, step)
    for i = 1, #names, step do
      if string.sub(names[i], 1, #stem) == stem and not told[names[i]] and #found < CANDIDATES then
        told[names[i]] = true
        found[#found + 1] = names[i]
      end
    end
  end
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do look(redis.call('SMEMBERS', worker(id) .. ':tasks'), 1) end
  look(redis.call('HKEYS', routes), 1)
  look(redis.call('HKEYS', groups), 1)
  return found
end
-- tasks that isMeant picks and that only async workers can run
local function onlyAsync(isMeant)
  local only, seen = {}, {}
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    for one in string.gmatch(redis.call('HGET', worker(id), 'only') or '', '[^\n]+') do
      if isMeant(one) and not seen[one] then only[#only + 1] = one end
      seen[one] = true
    end
  end
  return only
end
-- live workers that know one of these, all that live where there is no list; what any live one knows; and whether one has not said yet
local function knowing(list)
  local able, known, silent = {}, {}, false
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    if workerLives(id) then
      local said, mine = redis.call('SMEMBERS', worker(id) .. ':tasks'), {}
      for _, one in ipairs(said) do known[one], mine[one] = true, true end
      local can = not list
      for _, one in ipairs(list or {}) do can = can or mine[one] == true end
      if can then able[#able + 1] = id end
      silent = silent or #said == 0
    end
  end
  return able, known, silent
end
-- tasks that are there by a route, a group, waiting jobs, a claim of the last 30 days, or among more, that isMeant picks and that no live
-- worker knows; none while a live one has not said what it knows
local function strangers(isMeant, more)
  local _, told, silent = knowing()
  local found = {}
  local function add(one)
    if not told[one] and isMeant(one) then found[#found + 1] = one end
    told[one] = true
  end
  if silent then return found end
  for _, one in ipairs(redis.call('HKEYS', routes)) do
    if one ~= '*' and string.sub(one, 1, 1) ~= '@' then add(one) end
  end
  for _, one in ipairs(redis.call('HKEYS', groups)) do add(one) end
  for _, member in ipairs(redis.call('SMEMBERS', todos)) do
    local one, waits = string.match(member, '^[^:]*:(.*)$'), false
    for _, part in ipairs(one and not told[one] and redis.call('ZRANGE', todo(member), 0, -1) or {}) do
      waits = waits or redis.call('EXISTS', todo(part .. ':' .. member)) == 1
    end
    if waits then add(one) end
  end
  local last = redis.call('HGETALL', lastOf)
  for i = 1, #last, 2 do
    local one = string.match(last[i], '^claim (.+)$')
    if one and (tonumber(last[i + 1]) or 0) > now - REMEMBERED then add(one) end
  end
  for _, one in ipairs(more) do add(one) end
  table.sort(found)
  return found
end
-- what a rising share is refused for: -1 stock servers, -2 nobody knows one of the list that does not fall, -6 unfit tasks, -7 and -10
-- filters; nil where nothing hinders. And the threads of the live legacy servers
local function refusalOfMore(list, isMeant, acceptStock, falls)
  local stock, threads = {-1, epochNow()}, 0
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
    if serverLives(id) then
      if levelOf(id) == 'stock' then stock[#stock + 1] = id end
      threads = threads + (tonumber(redis.call('HGET', server(id), 'workerPoolSize') or '') or 0)
    end
  end
  if #stock > 2 and acceptStock ~= '1' then return stock, threads end
  local able, known = knowing(list)
  local unknown = {}
  for _, one in ipairs(list or {}) do
    if not known[one] and (#able == 0 or not falls(one)) then unknown[#unknown + 1] = one end
  end
  if #unknown > 0 or not list and #able == 0 then return joined({-2, epochNow()}, unknown), threads end
  local unfit, told = {-6, epochNow()}, {}
  for _, id in ipairs(redis.call('ZRANGE', workers, 0, -1)) do
    local said = workerLives(id) and redis.call('HGETALL', worker(id) .. ':unfit') or {}
    for i = 1, #said, 2 do
      if isMeant(said[i]) and not told[said[i]] then
        told[said[i]] = true
        unfit[#unfit + 1] = said[i]
        unfit[#unfit + 1] = said[i + 1]
      end
    end
  end
  if #unfit > 2 then return unfit, threads end
  local lacking = lackingFilters(able)
  if #lacking > 0 then return joined({-7, epochNow()}, lacking), threads end
  local unheard = unheardFilters(able)
  if #unheard > 0 then return joined({-10, epochNow()}, unheard), threads end
  return nil, threads
end
-- a first share of one task is capped at the legacy pool's threads, unless a cap was ever set
local function capFirst(one, before, threads)
  return threads > 0 and shareOf(before) == 0 and redis.call('HEXISTS', caps, '*') == 0
    and redis.call('HSETNX', caps, one, threads) == 1
end
