META
key;value
description;A made-up vote in Harbour Ward
country;United Kingdom
unit;Harbour
num_projects;4
num_votes;6
budget;1000.50
vote_type;scoring
rule;greedy
max_points;5
default_score;0
PROJECTS
project_id;cost;votes;score;name;category;district;selected
P1;600;3;12;Skip hire for Bath Street;streets;North;1
P2;500;3;9;Benches in Mill Lane;parks, streets;South;0
P3;300.25;1;2;Bulbs at the station;parks;;1
P10;0;0;0;A ramp for the hall;;South;0
VOTES
voter_id;vote;points
v1;P1,P2;6,3
v2;P1,P2,P3,P10;4,4,2,0
v3;P1,P2;3,2
v4;P10;0
v5;;
v6;
