META
key;value
description;A made-up vote in Harbour Ward
country;United Kingdom
unit;Harbour
num_projects;4
num_votes;6
budget;1000.50
vote_type;ordinal
rule;greedy
min_length;1
max_length;3
PROJECTS
project_id;cost;votes;score;name;category;district;selected
P1;600;5;13;Skip hire for Bath Street;streets;North;1
P2;500;3;8;Benches in Mill Lane;parks, streets;South;0
P3;300.25;2;4;Bulbs at the station;parks;;1
P10;0;1;1;A ramp for the hall;;South;0
VOTES
voter_id;vote;points
v1;P1,P2,P3;3,2,1
v2;P1;3
v3;P3,P1;3,2
v4;P2,P1,P10,P3;3,2,1
v5;P2;3
v6;P1,P1;3,2
