META
key;value
description;Small grants
country;United Kingdom
unit;East Marsh, Grimsby
instance;2
num_projects;5
num_votes;13
budget;2600
currency;GBP
vote_type;approval
rule;greedy
date_begin;01.10.2026
date_end;14.10.2026
max_length;3
PROJECTS
project_id;cost;votes;name;category;not_with;withdrawn;selected
1;1000;7;Alley gates;Safer streets;2;0;0
2;1500;10;"Benches; new";Greener streets;1;0;1
3;900.50;0;Crossing;Safer streets;;1;0
4;600;4;Ducks;Greener streets;;0;1
5;100;0;Elms;Greener streets;;0;0
VOTES
voter_id;vote
1;1,2,3
2;1,2,3
3;1,2,3
4;1,2,3
5;1,2
6;1,2
7;1,2
8;2,4
9;2,4
10;2,4
11;3
12;3
13;3,4
