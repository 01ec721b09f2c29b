META
key;value
description;A made-up vote in Harbour Ward
country;United Kingdom
unit;Harbour
num_projects;4
num_votes;6
budget;1000
vote_type;choose-1
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
P1;600;4;Skip hire for Bath Street;1
P2;500;3;Benches in Mill Lane;0
P3;300;2;Bulbs at the station;1
P10;200;0;A ramp for the hall;0
VOTES
voter_id;age;sex;vote
v1;34;F;P1,P2
v2;51;M;P1
v3;19;F;P1,P3
v4;77;M;P2,P3
v5;42;F;P1,P2
v6;28;M;
