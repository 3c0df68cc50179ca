-- filters.lua : which filters of live legacy servers async workers do not have. Both say the class names of theirs, a line each
local MOST_LACKING = 50
local function lackingFilters(ids)
  local lacking, told = {}, {}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
    if serverLives(id) then
      local said = redis.call('HGET', server(id), 'turnoutFilters') or redis.call('HGET', p .. 'turnout:legacy:' .. id, 'filters') or ''
      for filter in string.gmatch(said, '[^\n]+') do
        for _, mine in ipairs(ids) do
          local has = '\n' .. (redis.call('HGET', worker(mine), 'filters') or '') .. '\n'
          if not told[filter] and not string.find(has, '\n' .. filter .. '\n', 1, true) and #lacking < 3 * MOST_LACKING then
            told[filter] = true
            for _, word in ipairs({filter, redis.call('HGET', server(id), 'name') or id, redis.call('HGET', worker(mine), 'name') or mine}) do
              lacking[#lacking + 1] = word
            end
          end
        end
      end
    end
  end
  return lacking
end
-- the other way round: filters of workers that no legacy server has, of those which say theirs; none of them says: nothing is known
local function unheardFilters(ids)
  local known, any = {}, false
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', created, '-inf', '(+inf')) do
    local said = serverLives(id) and (redis.call('HGET', server(id), 'turnoutFilters') or redis.call('HGET', p .. 'turnout:legacy:' .. id, 'filters'))
    if said then
      any = true
      for filter in string.gmatch(said, '[^\n]+') do known[filter] = true end
    end
  end
  local unheard = {}
  for _, mine in ipairs(any and ids or {}) do
    for filter in string.gmatch(redis.call('HGET', worker(mine), 'filters') or '', '[^\n]+') do
      if not known[filter] and #unheard < 2 * MOST_LACKING then
        known[filter] = true
        unheard[#unheard + 1] = filter
        unheard[#unheard + 1] = redis.call('HGET', worker(mine), 'name') or mine
      end
    end
  end
  return unheard
end
