-- Base units: one row for each unit of measure that is another one times a factor: a number of it times factor is that number of base_unit.
-- Units whose size varies have none: years and months, barrels, gallons, ounces. What is not listed is compared as it is.
SELECT
    measure.unit,
    measure.base_unit,
    CAST(measure.factor AS DOUBLE PRECISION) AS factor
FROM (
    SELECT 'kilometre' AS unit, 'metre' AS base_unit, 1000.0 AS factor
    UNION ALL SELECT 'centimetre', 'metre', 0.01
    UNION ALL SELECT 'millimetre', 'metre', 0.001
    UNION ALL SELECT 'mile', 'metre', 1609.344
    UNION ALL SELECT 'nautical mile', 'metre', 1852.0
    UNION ALL SELECT 'yard', 'metre', 0.9144
    UNION ALL SELECT 'foot', 'metre', 0.3048
    UNION ALL SELECT 'inch', 'metre', 0.0254
    UNION ALL SELECT 'square kilometre', 'square metre', 1000000.0
    UNION ALL SELECT 'hectare', 'square metre', 10000.0
    UNION ALL SELECT 'acre', 'square metre', 4046.8564224
    UNION ALL SELECT 'square mile', 'square metre', 2589988.110336
    UNION ALL SELECT 'square foot', 'square metre', 0.09290304
    UNION ALL SELECT 'litre', 'cubic metre', 0.001
    UNION ALL SELECT 'cubic foot', 'cubic metre', 0.028316846592
    UNION ALL SELECT 'gram', 'kilogram', 0.001
    UNION ALL SELECT 'milligram', 'kilogram', 0.000001
    UNION ALL SELECT 'tonne', 'kilogram', 1000.0
    UNION ALL SELECT 'kilotonne', 'kilogram', 1000000.0
    UNION ALL SELECT 'megatonne', 'kilogram', 1000000000.0
    UNION ALL SELECT 'gigatonne', 'kilogram', 1000000000000.0
    UNION ALL SELECT 'pound', 'kilogram', 0.45359237
    UNION ALL SELECT 'short ton', 'kilogram', 907.18474
    UNION ALL SELECT 'long ton', 'kilogram', 1016.0469088
    UNION ALL SELECT 'kilowatt', 'watt', 1000.0
    UNION ALL SELECT 'megawatt', 'watt', 1000000.0
    UNION ALL SELECT 'gigawatt', 'watt', 1000000000.0
    UNION ALL SELECT 'terawatt', 'watt', 1000000000000.0
    UNION ALL SELECT 'megawatt hour', 'kilowatt hour', 1000.0
    UNION ALL SELECT 'gigawatt hour', 'kilowatt hour', 1000000.0
    UNION ALL SELECT 'terawatt hour', 'kilowatt hour', 1000000000.0
    UNION ALL SELECT 'basis point', 'percent', 0.01
) AS measure
