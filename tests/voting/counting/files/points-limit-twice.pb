META
key;value
description;A made-up vote in Harbour Ward
country;United Kingdom
unit;Harbour
num_projects;4
num_votes;6
budget;1000.50
vote_type;cumulative
rule;greedy
min_points;1
max_points;6
max_sum_points;10
max_sum_points;12
PROJECTS
project_id;cost;votes;score;name;category;district;selected
P1;600;4;15;Skip hire for Bath Street;streets;North;1
P2;500;3;9;Benches in Mill Lane;parks, streets;South;0
P3;300.25;2;9;Bulbs at the station;parks;;1
P10;0;0;0;A ramp for the hall;;South;0
VOTES
voter_id;age;sex;vote;points
v1;34;F;P1,P2;4,2
v2;51;M;P1;5
v3;19;F;P3,P1;6,4
v4;77;M;P2,P3,;5,3.0,
v5;42;F;P1,P2;2,2
v6;28;M;P10;0
